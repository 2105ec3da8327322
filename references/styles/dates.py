"""Dates as the styles write them, as far as they are known: a year alone, a month, a season, a range."""

from references.csl_dates import read_date
from references.styles.record import Record, tidy

YEAR, MONTH, DAY = 1, 2, 3


def year_first(record: Record, field: str, precision: int = DAY) -> str:
    """ "2017 Jan 3", "2017 Jan-Feb", "2017 Spring": NLM."""
    date, _message = read_date(record.csl.get(field))
    ends = [_year_first(parts[:precision], record) for parts in date.get("date-parts", ())]
    if not ends:
        return tidy(date.get("literal", ""))
    if date.get("season") and precision >= MONTH and len(date["date-parts"][0]) == 1:
        return f"{ends[0]} {_season(date, record)}"
    first, last = ends[0], ends[-1]
    if first == last:
        return first
    shared = f"{date['date-parts'][0][0]} "
    return f"{first}-{last.removeprefix(shared)}"


def year_last(record: Record, field: str, precision: int = DAY) -> str:
    """ "January 3, 2017", "January-February 2017", "Spring 2017"; "3 de enero de 2017": AMA."""
    date, _message = read_date(record.csl.get(field))
    ends = [parts[:precision] for parts in date.get("date-parts", ())]
    if not ends:
        return tidy(date.get("literal", ""))
    if date.get("season") and precision >= MONTH and len(ends[0]) == 1:
        return _joined(record, _season(date, record), str(ends[0][0]))
    first, last = ends[0], ends[-1]
    if first == last:
        return _year_last(first, record)
    if first[0] == last[0] and len(first) == len(last) == MONTH:
        months = "-".join(_month(parts[1], record) for parts in (first, last))
        return _joined(record, months, str(first[0]))
    if len(first) == len(last) == YEAR:
        return f"{first[0]}-{last[0]}"
    return f"{_year_last(first, record)}-{_year_last(last, record)}"


def on_date(record: Record, lead: str, field: str, precision: int = DAY) -> str:
    """ "Accessed January 3, 2017"; "Consultado el 3 de enero de 2017", "Consultado en enero de 2017"; "" without a date."""
    said = year_last(record, field, precision)
    if not said:
        return ""
    if not record.spanish:
        return f"{lead} {said}"
    return f"{lead} el {said}" if said[0].isdigit() and " de " in said else f"{lead} en {said}"


def _season(date: dict, record: Record) -> str:
    return record.words["seasons"].split()[date["season"] - 1]


def _month(number: int, record: Record) -> str:
    return record.words["months"].split()[number - 1]


def _joined(record: Record, month: str, year: str) -> str:
    return f"{month} de {year}" if record.spanish else f"{month} {year}"


def _year_first(parts: list[int], record: Record) -> str:
    months = record.words["short months"].split()
    return " ".join([str(parts[0]), *(months[month - 1] for month in parts[1:2]), *(str(day) for day in parts[2:])])


def _year_last(parts: list[int], record: Record) -> str:
    year = str(parts[0])
    if len(parts) == YEAR:
        return year
    month = _month(parts[1], record)
    if len(parts) == MONTH:
        return _joined(record, month, year)
    return f"{parts[2]} de {month} de {year}" if record.spanish else f"{month} {parts[2]}, {year}"
