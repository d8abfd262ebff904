"""What is common to everything that time looks at."""

from dataclasses import dataclass
from datetime import timedelta

from coaching_core.domain.agenda import Appointment
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Begin, Clock

TRY_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Appointments:
    begin: Begin
    clock: Clock

    def put_off(self, workspace: WorkspaceId, appointment: Appointment) -> None:
        """It could not be kept: look again in an hour, so that it holds up nobody else's."""
        with self.begin(workspace) as tx:
            if tx.agenda.take(appointment.kind, appointment.subject, appointment.at):
                tx.agenda.put(appointment.kind, appointment.subject, self.clock.now() + TRY_AGAIN_AFTER)
