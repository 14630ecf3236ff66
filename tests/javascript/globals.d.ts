// What Material's bundle.js and our own start.js define on every page.

interface Window {
  /** Emits after every page load, those of instant navigation included. Material defines it; a test page may not. */
  document$?: { subscribe(listener: () => void): void }
  __md_scope: URL
  __md_hash(text: string): number
  __md_get(key: string, storage?: Storage, scope?: URL): any
  __md_set(key: string, value: unknown, storage?: Storage, scope?: URL): void
}

interface Navigator {
  /** Chromium only (https://wicg.github.io/savedata/). */
  readonly connection?: { readonly saveData?: boolean }
}

// What service-worker.js uses of a service worker's scope, which the library "dom" does not have.

interface WorkerEvent extends Event {
  waitUntil(promise: Promise<unknown>): void
}

interface WorkerFetchEvent extends WorkerEvent {
  readonly request: Request
  readonly clientId: string
  readonly resultingClientId: string
  respondWith(response: Promise<Response>): void
}

interface WorkerMessageEvent extends WorkerEvent {
  readonly data: any
  readonly ports: readonly MessagePort[]
}

interface WorkerScope {
  readonly location: URL
  readonly registration: ServiceWorkerRegistration
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: "install" | "activate", listener: (event: WorkerEvent) => void): void
  addEventListener(name: "fetch", listener: (event: WorkerFetchEvent) => void): void
  addEventListener(name: "message", listener: (event: WorkerMessageEvent) => void): void
}
