import xml.etree.ElementTree as ElementTree

from benchmarks.sync.figures import Result
from benchmarks.sync.picture import svg
from benchmarks.sync.report import markdown

RESULTS = [
    Result("meeting", system, {"p99": p99, "cpu": cpu, "lost": lost})
    for system, p99, cpu, lost in (
        ("scriptorium", 4.0, 600.0, 0.0),
        ("scriptorium", 8.0, 400.0, 0.0),
        ("scriptorium", 6.0, 500.0, 0.0),
        ("hocuspocus", 10.0, 1_000.0, 0.0),
        ("hocuspocus", 12.0, 1_000.0, 3.0),
        ("hocuspocus", 14.0, 1_000.0, 0.0),
    )
]

CURSORS = ((4.0, 100.0), (6.0, 99.8), (8.0, 100.0))


def test_a_table_has_medians_and_ratios_and_every_lost_edit() -> None:
    told = markdown(RESULTS, rounds=3, seconds=20)
    assert "| from key to the others, p99 | 6.0 ms | 12.0 ms | 0.50 |" in told
    assert "| CPU of the servers, an update | 500 µs | 1,000 µs | 0.50 |" in told
    assert "| edits lost | 0 | 3 |  |" in told


def test_cursors_are_told_where_they_were_sent_and_one_that_was_lost_in_a_round_is_lost() -> None:
    rounds = [Result("cursors", "scriptorium", {"cursor-p99": p99, "cursors-there": there}) for p99, there in CURSORS]
    told = markdown([*RESULTS, *rounds], rounds=3, seconds=20)
    assert "| from key to the cursor at the others, p99 | 6.0 ms |  |  |" in told
    assert "| of the last cursors, those that the others have at the end | 99.80 % |  |  |" in told
    assert told.count("cursor at the others") == 1
    assert "From key to the cursor at the others, p99" in svg([*RESULTS, *rounds])


def test_the_picture_is_a_drawing_with_a_bar_for_each_system() -> None:
    drawing = ElementTree.fromstring(svg(RESULTS))
    bars = [one.get("class") for one in drawing.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars.count("scriptorium") == bars.count("hocuspocus") == 3  # the legend, the p99 and the CPU
