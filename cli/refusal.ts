/** What the user can put right: shown as its message, never with a stack. */
export class Refusal extends Error {}
