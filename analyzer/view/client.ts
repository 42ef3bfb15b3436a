/**
 * Requests, replies and events over anything that carries messages: a worker's port, a webview, two halves of one page. Every request
 * settles: with its result, with the other side's error, or with `dispose`.
 */

/** What travels. Requests and replies carry a number; events none. */
export type Message =
  | { readonly id: number; readonly request: string; readonly params: unknown }
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly data: unknown };


/** `Requests` and the like as methods. */
export type Handlers<R> = { readonly [T in keyof R]: R[T] extends { params: infer P; result: infer S } ? (params: P) => S | Promise<S> : never };

type Params<R, T extends keyof R> = R[T] extends { params: infer P } ? P : never;
type Result<R, T extends keyof R> = R[T] extends { result: infer S } ? S : never;

/** Asks the other side. `R`: its requests. `E`: its events. */
export class Client<R, E> {
  readonly #post: (message: Message) => void;
  readonly #pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Map<keyof E, Set<(data: never) => void>>();
  #last = 0;
  #disposed = false;

  constructor(post: (message: Message) => void) {
    this.#post = post;
  }

  request<T extends keyof R & string>(request: T, params: Params<R, T>): Promise<Result<R, T>> {
    if (this.#disposed) return Promise.reject(new Error('the analysis has been closed'));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ id, request, params });
    });
  }

  /** Calls `listener` for each such event until the returned function is called. */
  on<T extends keyof E>(event: T, listener: (data: E[T]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener as (data: never) => void);
    return () => listeners.delete(listener as (data: never) => void);
  }

  /** To be called with whatever the other side posts; true when it was for this client. */
  receive(message: Message): boolean {
    if ('event' in message) {
      const listeners = this.#listeners.get(message.event as keyof E);
      for (const listener of listeners ?? []) listener(message.data as never);
      return listeners !== undefined;
    }
    if ('request' in message) return false;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) pending?.reject(new Error(message.error));
    else pending?.resolve(message.ok as never);
    return pending !== undefined;
  }

  /** Rejects what is under way, and every request from now on. */
  dispose(why = 'the analysis has been closed'): void {
    this.#disposed = true;
    for (const { reject } of this.#pending.values()) reject(new Error(why));
    this.#pending.clear();
  }
}

/** Answers one message of the other side if it is a request that `handlers` know; true when it was. */
export function answer<R>(handlers: Handlers<R>, message: Message, post: (message: Message) => void): boolean {
  if (!('request' in message)) return false;
  const handler = (handlers as Record<string, ((params: unknown) => unknown) | undefined>)[message.request];
  if (!handler) return false;
  void (async () => {
    try {
      post({ id: message.id, ok: await handler(message.params) });
    } catch (error) {
      post({ id: message.id, error: error instanceof Error ? error.message : String(error) });
    }
  })();
  return true;
}
