"""View: a small problem to be done by hand, every answer checked, and the whole to be printed.

Question: can you do it by hand?
First ten seconds: a network with all its weights, the way forward done in blue; question marks where blame, slopes
and a new weight are asked. A number typed below is checked at once, and takes the place of its question mark.
"""

import streamlit as st

import ui
from charts.backpropagation.worksheet_graph import worksheet_graph
from core.network import trace, update
from core.studies.backpropagation.scalar_run import backward, run_scalar
from core.studies.backpropagation.worksheet import GROUPS, blanks_of, hint, is_right, told
from core.studies.backpropagation.worksheet_expression import expression_sheet
from core.studies.backpropagation.worksheet_network import network_sheet
from pages.parts.backpropagation import worksheet_words as words
from pages.parts.backpropagation.worksheet_page import page, tolerance
from pages.parts.backpropagation.worksheet_script import script
from ui.mode import hidden_controls

SLUG = "backpropagation_worksheet"
LEVELS = {"expression": "A formula", "2-2-1": "2-2-1", "2-2-2": "2-2-2"}
PITCHES = {"expression": 108, "2-2-1": 150, "2-2-2": 190}  # pixels from lane to lane
LAST_SEED = 9999
ASKED = ("delta", "slope", "new")
EXPERIMENTS = [
    ui.Experiment(
        "Back, by hand",
        "The way forward is done. Begin at the output: δ(o₁) = (ŷ₁ − y₁) · ŷ₁ · (1 − ŷ₁). Then over w₅ or w₆ to a hidden unit, then the slopes, then one new weight: five numbers.",
        {},
    ),
    ui.Experiment(
        "A formula to begin with",
        "Nothing but + − · and a square. w is used twice, so its slope has two shares: one through the error, one through 0.1 w².",
        {"level": "expression", "seed": 89, "groups": ["delta", "slope"]},
    ),
    ui.Experiment(
        "The whole way",
        "Forward, loss, back, update, loss again: eleven numbers of a 2-2-1 network, and only the data given. Some need others that are not asked: keep them on paper.",
        {"groups": list(GROUPS)},
    ),
    ui.Experiment(
        "Two outputs",
        "Each hidden unit is blamed by both outputs, and the two shares add up. Answer with only one of them and see what you are told.",
        {"level": "2-2-2", "groups": ["delta"], "every": True},
    ),
    ui.Experiment(
        "A sleeping ReLU",
        "One hidden unit got a z below 0: its bend is flat there. Whatever the blame, its δ is 0, and so are all slopes of the weights that lead into it.",
        {"function": "relu", "seed": 4, "groups": ["delta", "slope"], "every": True},
    ),
    ui.Experiment(
        "Solved",
        "Every number of the sheet with its formula, in symbols and in numbers. The same on paper: open On paper below, Worksheet and solution, one file, ready to print.",
        {"solution": True},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A 2-2-1 network has six weights and three biases: nine slopes. How many different δ do you have to find for them?",
        ["Nine", "Three", "One"],
        "Three, one for each unit behind the inputs. A slope is the δ of the unit that the weight leads into, times what came in over it; of a bias it is δ itself. That is why δ is worth a name: found once, it serves all weights that arrive there, and the units before.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        f"**“{tolerance()}”** Two digits are too few: errors of rounding multiply on the way. "
        "**“The hint knows what I did.”** It knows some wrong ways: without the slope of the bend, with the wrong sign, through weights that had already moved, over one path of two, and a few more. Each was really gone for this sheet, and you are told only if it leads to your very number. Two mistakes at once it will not recognize. "
        "**“My answers are kept.”** Not in the link, and nowhere else: nothing is graded. The link holds the sheet, what is asked, and what a lecturer has hidden. A hidden solution is out of sight, not locked away: this is for practice, not for an exam."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        sheet = choose_sheet()
        groups = [
            group.key
            for group in ui.pick_some("Asked", GROUPS, key=f"{SLUG}.groups", default=ASKED)
        ]
        every = ui.switch("All of them, not one a layer", key=f"{SLUG}.every")
        method = ui.switch("Show the formulas", key=f"{SLUG}.formulas", default=True)
        solved = may_solve() and ui.switch("Show the solution", key=f"{SLUG}.solution")

    blanks, given = blanks_of(sheet, groups, every), told(sheet, groups)
    with picture:
        drawing = st.container()
        right = ask(sheet, blanks)
        known = {*given, *right, *([q.name for q in sheet.quantities] if solved else [])}
        scene = words.scene_of(sheet, words.shown(sheet, known, blanks))
        figure = worksheet_graph(
            scene,
            words.title(sheet),
            short=words.short_title(sheet),
            view=sheet.text or sheet.level,
            pitch=PITCHES[sheet.level],
        )
        with drawing:
            ui.show_figure(
                figure, key=f"{SLUG}.graph", caption=words.tell(sheet, blanks, right, known)
            )
        if method or solved:
            ui.show_formula(*words.formulas(sheet, blanks, right, known))
        if solved:
            with st.container(key="compact-table-of-solution"):
                st.markdown(words.table_of_solution(sheet))
        offer_paper(sheet, blanks, given)
    ran = (run_scalar, backward) if sheet.text else (trace, update)
    ui.show_source(*ran, blanks_of, is_right, hint, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(sheet),
        tables={"numbers": lambda: words.numbers_as_table(sheet, solved=may_solve())},
        figures={"sheet": figure},
    )


def choose_sheet():
    """Level, hidden units and seed; and the problem that they set."""
    level = ui.choose("Level", LEVELS, key=f"{SLUG}.level", default="2-2-1")
    function = "sigmoid"
    if level != "expression":
        function = ui.choose("Hidden units", words.LABELS, key=f"{SLUG}.function")
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        seed = ui.number("Seed", 0, LAST_SEED, 1, key=f"{SLUG}.seed")
    with right:
        st.button("Another sheet", key=f"{SLUG}.another", on_click=another, width="stretch")
    return sheet_of(level, function, int(seed))


def another():
    """The sheet of the next seed."""
    key = f"{SLUG}.seed"
    st.session_state[key] = (int(st.session_state.get(key) or 0) + 1) % (LAST_SEED + 1)


@st.cache_data(max_entries=200, show_spinner=False)
def sheet_of(level, function, seed):
    """The problem of that seed: the same for every reader."""
    return expression_sheet(seed) if level == "expression" else network_sheet(level, function, seed)


def may_solve():
    """Whether the solution may be shown: not where a lecturer's link hides it."""
    return "solution" not in hidden_controls()


def ask(sheet, blanks):
    """A box for each blank, and what its answer is told; the names of those that are right."""
    right = []
    with st.grid(3, min_column_width=190):
        for name in blanks:
            with st.container(gap="xxsmall"):
                answer = st.text_input(
                    words.say(sheet)(name),
                    key=f"worksheet_answers.{sheet.level}.{sheet.function}.{sheet.seed}.{name}",
                    placeholder="?",
                    persist_state="session",
                )
                good, told_so = words.judge(sheet.find(name), answer or "")
                if told_so:
                    st.caption(f"**{told_so}**" if good else told_so)
            if good:
                right.append(name)
    return right


def offer_paper(sheet, blanks, given):
    """The sheet to be printed, and where it may be seen, the solution with it."""
    offers = [("Worksheet", False)] + ([("Worksheet and solution", True)] if may_solve() else [])
    with st.expander("On paper", key=f"{SLUG}.paper", on_change="rerun") as place:
        if not place.open:
            return
        st.markdown("One page that needs no network, ready to print: the sheet as it is asked now.")
        with st.container(horizontal=True):
            for label, solved in offers:
                st.download_button(
                    f"{label} (HTML)",
                    data=lambda s=solved: page(sheet, blanks, given, solved=s).encode(),
                    file_name=f"{label.lower().replace(' ', '_')}_{sheet.level}_{sheet.seed}.html",
                    on_click="ignore",
                    icon=":material/print:",
                )
