"""The clock and the plan -> the day for which a site is built."""

from __future__ import annotations

import os
from datetime import date, datetime, tzinfo

from tracker.model.plan import Plan


def compute_build_day(plan: Plan, now: datetime) -> date:
    """Return the day of the build in the plan's timezone, or by SOURCE_DATE_EPOCH."""
    from tracker.site import site_files

    def clock(zone: tzinfo | None) -> datetime:
        """The command's time, which is local; in the author's zone it may be another day."""
        return now.astimezone(zone) if zone else now

    return site_files.compute_build_date(plan, clock, os.environ)
