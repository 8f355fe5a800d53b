"""What is said of sample data where pressing has changed nothing: else Home shows it."""

from bot.views import errors, kit


def added() -> kit.Block:
    said = "The sample data is there already. *Remove sample data* on Home takes all of it away."
    return errors.as_modal(kit.message(said), "Sample data")


def wiped() -> kit.Block:
    said = "There is no sample data any more. What you recorded yourself is as it was."
    return errors.as_modal(kit.message(said), "Sample data")
