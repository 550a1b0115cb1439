"""The wall between workspaces: queries, inserts, changes, Core statements."""

import pytest
from sqlalchemy import select, text

from portal.accounts.models import LegalEntity
from portal.core.db import TenancyError, session, unit_of_work
from tests.factories.house import House


def test_a_query_sees_only_its_workspace(house: House, other_house: House) -> None:
    with house.work():
        found = session().scalars(select(LegalEntity)).all()
        assert [row.id for row in found] == [house.legal_entity_id]
        assert session().get(LegalEntity, other_house.legal_entity_id) is None


def test_without_a_workspace_an_owned_model_is_refused(house: House) -> None:
    with house.app.app_context(), unit_of_work(), pytest.raises(TenancyError):
        session().scalars(select(LegalEntity)).all()


def test_core_statements_must_say_that_they_carry_the_workspace(house: House) -> None:
    with house.work(), pytest.raises(TenancyError):
        session().execute(text("select 1"))


def test_a_row_for_another_workspace_is_not_written(house: House, other_house: House) -> None:
    with pytest.raises(TenancyError), house.work():
        session().add(
            LegalEntity(workspace_id=other_house.workspace_id, code="X", name_ar="س", name_en="X")
        )
        session().flush()


def test_a_session_serves_one_workspace(house: House, other_house: House) -> None:
    from portal.core.db import enter_workspace

    with house.work(), pytest.raises(TenancyError):
        enter_workspace(other_house.workspace_id)


def test_a_reading_unit_of_work_cannot_write(house: House) -> None:
    from sqlalchemy.exc import DBAPIError

    from portal.core.db import begin_reading, enter_workspace, rollback

    with house.app.app_context():
        begin_reading()
        enter_workspace(house.workspace_id)
        entity = session().scalar(select(LegalEntity))
        assert entity is not None
        entity.name_en = "changed by a GET"
        with pytest.raises(DBAPIError):
            session().flush()
        rollback()
