// What Material's bundle.js and our own start.js define on every page.

interface Window {
  /** Emits after every page load, those of instant navigation included. Material defines it; a test page may not. */
  document$?: { subscribe(listener: () => void): void }
  __md_scope: URL
  __md_hash(text: string): number
  __md_get(key: string, storage?: Storage, scope?: URL): any
  __md_set(key: string, value: unknown, storage?: Storage, scope?: URL): void
}
