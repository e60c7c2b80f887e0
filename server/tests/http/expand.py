"""Reads a calendar as other people's programs do, and prints what takes place in it: one JSON line a meeting.

The calendar comes on standard input; the arguments are the first and the last day. Times are worked out twice, by the zone's name and by the VTIMEZONE of the calendar; where the two
differ, or where the calendar holds what the parser could not read, it says so and fails.
"""

import datetime
import json
import sys

import icalendar
import recurring_ical_events

text = sys.stdin.buffer.read()
first, last = (datetime.date.fromisoformat(day) for day in sys.argv[1:3])
calendar = icalendar.Calendar.from_ical(text)
for part in calendar.walk():
    if part.errors:
        sys.exit(f"{part.name}: {part.errors}")
zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}


def instant(value, tzid):
    """An instant as text; of a day, the day."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    known = value.astimezone(datetime.timezone.utc)
    if tzid is not None:
        wall = value.replace(tzinfo=None)
        # A time that does not exist is read with the offset before the gap; only the zone's own database knows which that is.
        exists = known.astimezone(value.tzinfo).replace(tzinfo=None) == wall
        own = (wall - zones[tzid].utcoffset(wall)).replace(tzinfo=datetime.timezone.utc)
        if exists and value.utcoffset() == value.replace(fold=1).utcoffset() and own != known:
            sys.exit(f"{tzid} at {wall}: by its name {known}, by its VTIMEZONE {own}")
    return known.strftime("%Y-%m-%dT%H:%M:%SZ")


zone_of = {str(event["UID"]): event["DTSTART"].params.get("TZID") for event in calendar.walk("VEVENT")}
for event in recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(first, last):
    uid = str(event["UID"])
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
    meeting = {
        "uid": uid,
        "starts": instant(start, zone_of[uid]),
        "ends": instant(end, zone_of[uid]),
        "title": str(event["SUMMARY"]),
        "status": str(event["STATUS"]).lower(),
    }
    print(json.dumps(meeting))
