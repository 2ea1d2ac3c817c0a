"""Arabic: 3 نوفمبر 2026, as Unicode's locale data (CLDR) writes it, without a comma between the month and the year."""

DATE_FORMAT = "j F Y"
