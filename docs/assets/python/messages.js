/**
 * The messages between a page and Python's worker.
 *
 * @typedef {{type: "run", id: number, page: string, program: string, file: string, code: string}} RunRequest
 * @typedef {{type: "call", id: number, tool: string, method: string, args: unknown[]}} CallRequest
 * @typedef {{type: "add", id: number, archive: Uint8Array<ArrayBuffer>}} AddRequest
 * @typedef {{type: "boot"}} BootRequest sent once, before all others
 * @typedef {RunRequest | CallRequest | AddRequest} Request
 *
 * @typedef {{base: string, plain: boolean, port: MessagePort, lock: string}} Start
 *
 * @typedef {{error?: string, traceback?: string, where?: string, spent?: boolean, exit?: string, lines: number}} RunResult
 * @typedef {{type: "progress", loaded: number}} Progress
 * @typedef {{type: "ready", way: string}} Ready
 * @typedef {{type: "failed", reason: string}} Failed
 * @typedef {{type: "output", id: number, text: string}} Output
 * @typedef {{type: "reply", id: number, value?: any, fault?: string}} Reply
 * @typedef {{type: "died", reason: string}} Death Python broke down, and no reply follows
 * @typedef {Progress | Ready | Failed | Output | Reply | Death} Answer
 */

export {};
