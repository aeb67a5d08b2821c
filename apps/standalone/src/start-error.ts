/** A message for the person at the terminal; its stack would not help them. */
export class StartError extends Error {}
