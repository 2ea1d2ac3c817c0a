"""`make audit`: what referees from outside say of the site, beside what was asked for."""
