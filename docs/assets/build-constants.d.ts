// The build replaces these constants by their values; see snippets/bundle.py.
declare const PYTHON_FOLDER: string;
declare const PYTHON_BYTES: number;
declare const WORKER_FILE: string;
declare const CRYPTO_FILE: string;
declare const COMPILER_FILE: string;
declare const SNAPSHOT: import("./python/snapshot.js").SnapshotFacts;
declare const SERVER: { file: string; sha256: string; bytes: number };

declare module "*.py" {
    const text: string;
    export default text;
}
