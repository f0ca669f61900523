import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The theme's own colours, so that a cell looks like the other listings.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--md-code-hl-keyword-color)" },
  {
    tag: [tags.string, tags.special(tags.string)],
    color: "var(--md-code-hl-string-color)",
  },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--md-code-hl-number-color)" },
  { tag: tags.comment, color: "var(--md-code-hl-comment-color)" },
  {
    tag: tags.function(tags.definition(tags.variableName)),
    color: "var(--md-code-hl-function-color)",
  },
  { tag: tags.operator, color: "var(--md-code-hl-operator-color)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--md-code-bg-color)", color: "var(--md-code-fg-color)" },
  "&.cm-focused": { outline: "2px solid var(--md-accent-fg-color)" },
  ".cm-scroller": { lineHeight: "1.6" },
  ".cm-content, .cm-gutters": { fontFamily: "var(--md-code-font-family)" },
  // The measures of the listing in live-cell.css.
  ".cm-content": { caretColor: "var(--md-code-fg-color)", padding: "12px 0" },
  ".cm-line": { padding: "0 16px" },
  ".cm-cursor": { borderLeftColor: "var(--md-code-fg-color)" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--muted)",
    border: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": {
    minWidth: "40px",
    padding: "0",
    fontSize: "12px",
  },
});

/**
 * Replaces selected text instead of Chromium, which would copy the colours of the old
 * text into a style attribute. The content security policy forbids those.
 *
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function replaceSelection(event, view) {
  const range = event.getTargetRanges()[0] ?? selectedRange(view);
  if (!range || range.collapsed || event.isComposing || event.data === null) {
    return false;
  }
  const from = view.posAtDOM(range.startContainer, range.startOffset);
  const to = view.posAtDOM(range.endContainer, range.endOffset);
  const insert = view.state.toText(event.data);
  event.preventDefault();
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.type",
  });
  return true;
}

/**
 * Finds the range for text that a script types with `execCommand`, which has no
 * target ranges.
 *
 * @param {EditorView} view
 */
function selectedRange(view) {
  const root = /** @type {any} */ (view.root);
  const selection = root.getSelection?.() ?? document.getSelection();
  return selection?.rangeCount ? selection.getRangeAt(0) : undefined;
}

/**
 * Makes a Python editor inside a shadow root of `host`. Outside a shadow root,
 * CodeMirror writes a style element, which the content security policy forbids.
 *
 * @param {HTMLElement} host
 * @param {{text: string, selection: {anchor: number, head: number}, onChange: () => void,
 *   onRun: () => void}} options
 */
export function makeEditor(host, { text, selection, onChange, onRun }) {
  const root = host.attachShadow({ mode: "open" });
  const run = () => (onRun(), true);
  let measuring = true;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      selection,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        python(),
        syntaxHighlighting(colours),
        look,
        EditorView.scrollHandler.of(() => measuring),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Code" }),
        EditorView.domEventHandlers({ beforeinput: replaceSelection }),
        EditorView.updateListener.of((update) => update.docChanged && onChange()),
        Prec.highest(
          keymap.of(
            ["Ctrl-Enter", "Cmd-Enter", "Shift-Enter"].map((key) => ({ key, run })),
          ),
        ),
        keymap.of([...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  // An editor below the fold does not measure its lines until it is asked to scroll to
  // one, and until then its line numbers do not match the lines, not even in print.
  view.dispatch({ effects: EditorView.scrollIntoView(0) });
  requestAnimationFrame(() => (measuring = false));
  // The theme has one-letter shortcuts and does not notice that the reader is typing,
  // because it does not look into shadow roots.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    get text() {
      return view.state.doc.toString();
    },
    focus() {
      view.focus();
    },
    set text(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
  };
}
