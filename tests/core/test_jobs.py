"""Jobs: once, again after a failure, given up on, picked up after a crash."""

import itertools
from datetime import timedelta

import pytest

from portal.core import jobs
from portal.core.db import UNSCOPED, now, session, unit_of_work
from portal.core.jobs import queue
from portal.core.jobs.model import Job, JobState
from tests.factories.house import House

_serial = itertools.count()


def _state(job_id: int) -> tuple[str, int]:
    with unit_of_work():
        job = session().get(Job, job_id, execution_options=UNSCOPED)
        assert job is not None
        return job.state, job.attempts


def _enqueue(name: str) -> int:
    with unit_of_work():
        return jobs.enqueue(name, {}, workspace_id=None).id


def test_a_job_runs_once(house: House) -> None:
    ran = []
    name = f"test.once.{next(_serial)}"
    jobs.handler(name)(ran.append)
    with house.app.app_context():
        job_id = _enqueue(name)
        assert jobs.run(job_id)
        assert not jobs.run(job_id)
        assert _state(job_id) == (JobState.DONE, 1)
    assert ran == [{}]


def test_nothing_is_enqueued_by_a_unit_of_work_that_fails(house: House) -> None:
    name = f"test.rolled-back.{next(_serial)}"
    with house.app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work():
            jobs.enqueue(name, {}, workspace_id=None)
            raise ZeroDivisionError
        with unit_of_work() as db:
            assert db.query(Job).filter(Job.name == name).count() == 0


def test_a_failing_job_waits_and_is_given_up_on(house: House, monkeypatch) -> None:
    name = f"test.fails.{next(_serial)}"
    clock = {"at": now()}
    monkeypatch.setattr(queue, "now", lambda: clock["at"])

    def fail(payload: dict) -> None:
        raise RuntimeError("no")

    jobs.handler(name)(fail)
    with house.app.app_context():
        job_id = _enqueue(name)
        for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
            assert jobs.run(job_id)
            if attempt < jobs.MAX_ATTEMPTS:
                assert _state(job_id) == (JobState.QUEUED, attempt)
                assert not jobs.run(job_id), "ran again without waiting"
                clock["at"] += timedelta(hours=2)
        assert _state(job_id)[0] == JobState.DEAD


def test_a_job_whose_runner_died_is_queued_again(house: House, monkeypatch) -> None:
    name = f"test.died.{next(_serial)}"
    jobs.handler(name)(lambda payload: None)
    with house.app.app_context():
        job_id = _enqueue(name)
        with unit_of_work():
            job = session().get(Job, job_id, execution_options=UNSCOPED)
            assert job is not None
            job.state, job.run_at = JobState.RUNNING, now() - timedelta(minutes=1)
        assert job_id in jobs.due(10_000)
        assert jobs.run(job_id)


def test_periodic_work_is_written_once_per_slot(house: House) -> None:
    name = f"test.periodic.{next(_serial)}"
    jobs.periodic(name, timedelta(days=3650))(lambda payload: None)
    with house.app.app_context():
        jobs.schedule_periodic()
        jobs.schedule_periodic()
        with unit_of_work() as db:
            assert db.query(Job).filter(Job.name == name).count() == 1
    queue._periodic.pop(name)
