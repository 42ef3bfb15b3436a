/** The themes that every picture is made in, by the names VS Code gives them. */
export const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern', contrast: 'Default High Contrast' };
