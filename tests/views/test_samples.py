"""Sample data where pressing has changed nothing."""

from bot.views import samples as views
from tests import kit_rules


def test_a_press_that_changed_nothing_says_how_it_stands() -> None:
    for view, said in ((views.added(), "is there already"), (views.wiped(), "no sample data any more")):
        assert said in view["blocks"][0]["text"]["text"]
        assert kit_rules.faults_of_view(view) == []
