"""Record which sections the pages of one build use."""

import json
from collections import defaultdict
from pathlib import Path

from snippets import listing
from snippets.build_cache import cached, examples_key
from snippets.recorder import record
from snippets.sections import Module, Section, SnippetError, inventory, read_module


class Inventory:
    """Give the pages of one build their sections.

    A new build needs a new inventory, because this one reads each module only once.

    Args:
        root: the checkout.

    Attributes:
        used: maps each `module:section` to the source paths of the pages that show it.

    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.used: defaultdict[str, list[str]] = defaultdict(list)
        self._cells: dict[tuple[str, str], str] = {}
        self._modules: dict[str, Module] = {}
        self._key = examples_key(root)

    def snippet(self, page: str, reference: str, title: str | None = None) -> str:
        """Return the section `module:section` as a fenced block for `page`."""
        module, section = self._find(reference)
        block = listing.fence(module, section, title)
        self.used[reference].append(page)
        return block

    def live(
        self,
        page: str,
        reference: str,
        title: str | None = None,
        shows: str | None = None,
    ) -> str:
        """Return the section `module:section` as a live cell for `page`."""
        module, section = self._find(reference)
        self._refuse_second(page, reference, section.section)
        _refuse_dependent(module, section)
        output = self._output(module, section)
        self.used[reference].append(page)
        return listing.cell(module, section, output, title, shows)

    def check(self) -> None:
        """Check all modules.

        Raises:
            SnippetError: a marker is wrong, or no page uses a section.

        """
        places = inventory(self.root)
        unused = [
            f"{place}: Section '{name.partition(':')[2]}' is used by no page; "
            f'show it with snippet("{name}") or live("{name}"), or remove its markers.'
            for name, place in places.items()
            if name not in self.used
        ]
        if unused:
            raise SnippetError("\n".join(unused))

    def _find(self, reference: str) -> tuple[Module, Section]:
        name, colon, section = reference.partition(":")
        if not colon:
            sentence = f"'{reference}' names no section; write 'module:section'."
            raise SnippetError(sentence)
        if name not in self._modules:
            self._modules[name] = read_module(self.root, name)
        module = self._modules[name]
        return module, module.section(section)

    def _output(self, module: Module, section: Section) -> str:
        text = cached(
            self.root,
            f"recording-{module.name.replace('/', '-')}",
            self._key,
            lambda: json.dumps(record(self.root, module.name)),
        )
        outputs: dict[str, str] = json.loads(text)
        return outputs[section.section]

    def _refuse_second(self, page: str, reference: str, cell: str) -> None:
        if (page, cell) in self._cells:
            sentence = (
                f"Live cell '{reference}' would have the same id as "
                f"'{self._cells[page, cell]}' on this page; show one of them elsewhere."
            )
            raise SnippetError(sentence)
        self._cells[page, cell] = reference


def _refuse_dependent(module: Module, section: Section) -> None:
    reason = f"is inside '{section.parent}'" if section.parent else "is indented"
    if section.parent or section.indented:
        sentence = (
            f"Section '{section.section}' {reason}, so it cannot run alone; "
            "show it with snippet() or move it to the top level."
        )
        raise SnippetError(f"{module.file}:{section.first_line}: {sentence}")
