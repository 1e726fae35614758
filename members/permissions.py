"""Who may work on countries, institutions and programmes."""

from core.users.roles import OF_THE_RECORD, grant, work_on

grant(work_on("members", "country", "institution", "programme"), to=OF_THE_RECORD)
