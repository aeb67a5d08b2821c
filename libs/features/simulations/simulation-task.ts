/** What a thread is to simulate: the canonical text of live figures, or a body as it was sent. */
export type SimulationTask =
  | { readonly kind: 'live'; readonly text: string }
  | { readonly kind: 'hypothetical'; readonly text: string; readonly salt: string };
