"""Articles 5 and 6: vacancies, and the rounds in which a coordinator is chosen for one."""
