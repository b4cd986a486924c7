"""Three texts of a week -> one, for git."""

from tracker.edit.merge.texts import Merged, in_conflict, merge_weeks

__all__ = ["Merged", "in_conflict", "merge_weeks"]
