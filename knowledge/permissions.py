"""Who may work on adoptions. Rights on pages stand with the groups."""

from core.users.roles import Role, grant, work_on

grant(work_on("knowledge", "adoption"), to=Role)
