"""Every served style sheet and script, vendored ones too, works on Chrome 80."""

from pathlib import Path

import pytest

from tests.looks import css_lint, js_lint

ROOT = Path(__file__).parents[2]
STATIC = sorted(folder for folder in (ROOT / "src" / "sibai").rglob("static") if folder.is_dir())
SERVED = sorted(path for folder in STATIC for path in folder.rglob("*") if path.suffix in {".css", ".js", ".mjs"})
LINTS = {".css": css_lint.findings, ".js": js_lint.findings, ".mjs": js_lint.findings}

TOO_NEW_CSS = {
    "a { inset: 0 }": "inset",
    "a { aspect-ratio: 1 }": "aspect-ratio",
    "a { accent-color: red }": "accent-color",
    "a { appearance: none }": "appearance",
    "a { margin-inline: auto }": "margin-inline",
    "a { translate: 0 4px }": "translate",
    "a { display: flex; gap: 4px }": "gap in flex (or say display: grid beside it)",
    "@media print { a { column-gap: 4px } }": "column-gap in flex (or say display: grid beside it)",
    "a:focus-visible { color: red }": ":focus-visible",
    "a:is(.b, .c) { color: red }": ":is",
    "a:where(.b) { color: red }": ":where",
    "a:has(b) { color: red }": ":has",
    "li::marker { color: red }": ":marker",
    "input::file-selector-button { color: red }": ":file-selector-button",
    "a:not(.b, .c) { color: red }": ":not selector_list",
    "a:not(:is(b)) { color: red }": ":is",
    "a:nth-child(2 of .b) { color: red }": ":nth-child of_syntax",
    'a[b="c" s] { color: red }': "attribute.case_sensitive_modifier",
    "a { .b { color: red } }": "nesting",
    "a { & .b { color: red } }": "nesting",
    "@layer base { a { color: red } }": "@layer",
    "@layer base;": "@layer",
    "@container (width > 4px) { a { color: red } }": "@container",
    "@property --a { syntax: '<color>' }": "@property",
    "@media (width >= 600px) { a { color: red } }": "@media range_syntax",
    "@media (prefers-contrast: more) { a { color: red } }": "@media prefers-contrast",
    "@media (min-width: 1px) or (print) { a { color: red } }": "@media or_syntax",
    "@import url(a.css) layer(b);": "@import layer",
    "@font-face { size-adjust: 90% }": "@font-face size-adjust",
    "@page { @top-center { content: 'a' } }": "@page top-center",
    "a { color: oklch(40% 0.1 140) }": "oklch()",
    "a { color: color-mix(in srgb, red, blue) }": "color-mix()",
    "a { color: hwb(1 2% 3%) }": "hwb()",
    "a { color: rgb(from red r g b) }": "rgb(from …)",
    "a { color: light-dark(red, blue) }": "light-dark()",
    "a { --own: color-mix(in srgb, red, blue) }": "color-mix()",
    "a { width: calc(1px * sin(1)) }": "sin()",
    "a { height: 100dvh }": "unit dvh",
    "a { height: calc(100svh - 1px) }": "unit svh",
    "a { width: 10cqw }": "unit cqw",
    "a { overflow: clip }": "overflow: clip",
    "a { align-self: start }": "align-self: start",
    "a { justify-content: end }": "justify-content: end",
    "a { clip-path: path('M0 0') }": "clip-path: path",
    "a { color: revert }": "revert",
    "@keyframes a { from { inset: 0 } }": "inset",
    "@supports (display: grid) { a { inset: 0 } }": "inset",
}
OLD_CSS = [
    "a { display: grid; gap: 4px }",
    "a { columns: 2; column-gap: 4px }",
    "a:not(.b):focus-within { min-width: min(4px, 5vw); width: clamp(1px, 2vw, 3px) }",
    "a { -webkit-appearance: none; clip: rect(0, 0, 0, 0); clip-path: polygon(0 0, 1px 1px, 0 1px) }",
    "@media (min-width: 600px) and (prefers-reduced-motion: reduce) { a { color: rgba(0, 0, 0, .5) } }",
    "@page { size: A4; margin: 16mm } details[open] > summary::-webkit-details-marker { display: none }",
    "a { align-items: flex-start; padding: env(safe-area-inset-bottom, 0px); overflow-wrap: anywhere }",
    "a { background: conic-gradient(red, blue); scroll-behavior: smooth; margin-inline-start: 1px }",
]
TOO_NEW_JS = {
    "a ??= 1": "operators.nullish_coalescing_assignment",
    "a ||= 1": "operators.logical_or_assignment",
    "a.b &&= 1": "operators.logical_and_assignment",
    "class A { #m() {} }": "classes.private_class_methods",
    "class A { static #m() {} }": "classes.private_class_methods",
    "class A { #x; has(o) { return #x in o } }": "classes.private_class_fields_in",
    "class A { static { run() } }": "classes.static.initialization_blocks",
    "await run()": "operators.await.top_level",
    "for await (const a of b) run(a)": "operators.await.top_level",
    'import a from "b" with { type: "json" }': "statements.import.import_attributes",
    'import("a", { with: { type: "json" } })': "operators.import.options_parameter",
    'import { "a b" as c } from "d"': "statements.import.arbitrary_module_namespace_identifier_names",
    "import.meta.resolve('a')": "operators.import_meta.resolve",
    "{ using a = b() }": "statements.using",
    "@a class B {}": "decorator",
    "/a/d.exec(b)": "regular expression flag d",
    "/[a]/v.exec(b)": "regular expression flag v",
    "/(?i:a)b/.exec(c)": "regular_expressions.modifier",
    "'a'.replaceAll('b', 'c')": ".replaceAll",
    "[1].at(-1)": ".at",
    "[1].findLast(f)": ".findLast",
    "[1].toSorted()": ".toSorted",
    "Object.hasOwn(a, 'b')": ".hasOwn",
    "Object.groupBy(a, b)": ".groupBy",
    "Promise.any([])": ".any",
    "Iterator.from(a)": "Iterator.from",
    "structuredClone(a)": "structuredClone",
    "new WeakRef(a)": "WeakRef",
    "new AggregateError([])": "AggregateError",
    "event.submitter": ".submitter",
    "crypto.randomUUID()": ".randomUUID",
    "node.replaceChildren()": ".replaceChildren",
    "input.showPicker()": ".showPicker",
    "new Intl.Segmenter('zh')": ".Segmenter",
    "let = = 1": "unreadable",
}
OLD_JS = [
    "const a = b?.c ?? 1; class A { #x = 1; static y = 2; get() { return this.#x } }",
    "async function f() { await g(); for await (const a of b) c(a) }",
    "[3, 1].flatMap(f).concat([1]).some(g); 'a'.matchAll(/(?<b>c)/gu); Object.fromEntries(a)",
    "export * as a from 'b'; import('c').then(f); const big = 10n ** 2n; const n = 1_000",
    "Array.from(a); element.closest('b').toggleAttribute('c', true); form.requestSubmit()",
    "function structuredClone(a) { return a } structuredClone(1); const WeakRef = 1; f(WeakRef)",
    "try { f() } catch { g() } window.addEventListener('pageshow', (event) => event.persisted)",
]


def names(found: list[tuple[int, str]]) -> set[str]:
    return {name for _, name in found}


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_everything_served_works_on_chrome_80(path: Path) -> None:
    assert LINTS[path.suffix](path.read_text(encoding="utf-8")) == []


def test_there_is_something_served() -> None:
    assert {"tokens.css", "frame.css", "sibai.js"} <= {path.name for path in SERVED}


@pytest.mark.parametrize("sample", TOO_NEW_CSS)
def test_what_is_too_new_in_a_style_sheet_is_found(sample: str) -> None:
    assert TOO_NEW_CSS[sample] in names(css_lint.findings(sample))


@pytest.mark.parametrize("sample", OLD_CSS)
def test_what_chrome_80_knows_in_a_style_sheet_is_let_through(sample: str) -> None:
    assert css_lint.findings(sample) == []


@pytest.mark.parametrize("sample", TOO_NEW_JS)
def test_what_is_too_new_in_a_script_is_found(sample: str) -> None:
    assert TOO_NEW_JS[sample] in names(js_lint.findings(sample))


@pytest.mark.parametrize("sample", OLD_JS)
def test_what_chrome_80_knows_in_a_script_is_let_through(sample: str) -> None:
    assert js_lint.findings(sample) == []


def test_all_syntax_of_the_table_is_either_detected_or_given_a_reason() -> None:
    assert set(js_lint.DETECTORS) | set(js_lint.UNSEEN) == js_lint.SYNTAX


def test_a_finding_says_in_which_line_it_stands() -> None:
    assert css_lint.findings("a { color: red }\nb { inset: 0 }") == [(2, "inset")]
    assert js_lint.findings("let a;\n\na ??= 1;") == [(3, "operators.nullish_coalescing_assignment")]
