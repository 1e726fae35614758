"""Who may work on countries, institutions and programmes."""

from core.users.roles import Role, grant, work_on

grant(work_on("members", "country", "institution", "programme"), to=Role)
