/** Entry of the VS Code extension (dist/extension.cjs): registrations only. */
export function activate(): void {}
