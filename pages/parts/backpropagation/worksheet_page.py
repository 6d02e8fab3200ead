"""A worksheet, and its solution, as one page to be printed: it needs no script and no network."""

from html import escape

from core.studies.backpropagation.worksheet import ABSOLUTE, RELATIVE
from core.studies.backpropagation.worksheet_notation import digits
from pages.parts.backpropagation import worksheet_words as words
from pages.parts.backpropagation.worksheet_svg import draw

PITCHES = {"expression": 108, "2-2-1": 160, "2-2-2": 200}  # from lane to lane
STYLE = """
body { font: 15px/1.5 "Source Sans 3", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif; color: #1b2530; max-width: 820px; margin: 2em auto; padding: 0 1em; background: #fff; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin-top: 1.6em; }
svg { display: block; margin: 1em 0; font-size: 13px; }
ol { padding-left: 1.6em; } ol li { margin: 0.5em 0; }
.blank { display: inline-block; min-width: 9em; border-bottom: 1px solid #444; }
table { border-collapse: collapse; } td:first-child { white-space: nowrap; } td { border: 1px solid #ccc; padding: 0.15em 0.6em; vertical-align: top; }
.small { color: #555; font-size: 0.9em; }
@media print { .solution { break-before: page; } body { margin: 0; } }
"""


def page(sheet, blanks, known, *, solved):
    """The page as text: the problem, and with ``solved`` the solution on a new leaf.

    Parameters
    ----------
    sheet : Sheet
    blanks : names that are asked
    known : names that are told
    solved : bool
    """
    heading = f"Backpropagation by hand, sheet {sheet.seed}"
    scene = words.scene_of(sheet, words.shown(sheet, known, blanks))
    pitch = PITCHES[sheet.level]
    body = [
        f"<h1>{heading}</h1>",
        f"<p>{escape(words.rules(sheet))}</p>",
        draw(scene, pitch),
        f"<p><b>Given:</b> {listed(sheet, sheet.given)}.</p>",
    ]
    if known:
        body.append(f"<p><b>Known already:</b> {listed(sheet, known)}.</p>")
    lines = "".join(
        f'<li>{escape(words.say(sheet)(name))} = <span class="blank">&nbsp;</span></li>'
        for name in blanks
    )
    body.append(f"<h2>Find</h2><ol>{lines}</ol>")
    body.append(f'<p class="small">{escape(tolerance())}</p>')
    if solved:
        body += solution(sheet, pitch)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{heading}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>"
    )


def tolerance():
    """How exact an answer has to be."""
    return f"An answer counts as right if it is off by no more than {ABSOLUTE:g}, or by no more than {100 * RELATIVE:g}% of the exact number, whichever is more. Keep five digits on the way."


def listed(sheet, names):
    """Numbers in a line."""
    say, values = words.say(sheet), sheet.values
    return ", ".join(f"{escape(say(name))}&nbsp;=&nbsp;{digits(values[name])}" for name in names)


def solution(sheet, pitch):
    """Every number that follows, with its formula in numbers."""
    everything = [q.name for q in sheet.quantities]
    rows = []
    for quantity in sheet.quantities:
        name, _, rest = words.line_of(sheet, quantity).partition(" = ")
        rows.append(f"<tr><td>{escape(name)}</td><td>{escape(rest)}</td></tr>")
    scene = words.scene_of(sheet, words.shown(sheet, everything, ()))
    return [
        '<div class="solution"><h2>Solution</h2>',
        draw(scene, pitch),
        f"<table>{''.join(rows)}</table>",
        '<p class="small">Numbers are printed with five digits and computed with all of them.</p></div>',
    ]
