"""Every route × method × object × actor answers as declared, and tells nobody too much."""

import pytest

from tests.permissions import complaints, declared
from tests.permissions.asking import ask, asked
from tests.permissions.bodies import BODIES
from tests.permissions.routes import OBJECTS, address, every_route, objects_of

pytestmark = pytest.mark.django_db
ROUTES = every_route()
API_ROUTES = [route for route in ROUTES if route.is_api and route.name != "docs"]
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def by_name(route):
    return route.name


def answers_of(world, route):
    """By method and object; where a method is refused whatever it is for, the first object does."""
    answers = {}
    for method in route.methods:
        for label in objects_of(route, method):
            answers[method, label] = {
                actor: ask(world, route, method, label, actor) for actor in route.actors
            }
            if answers[method, label]["plat"].status == 405:
                break
    return answers


@pytest.mark.parametrize("route", ROUTES, ids=by_name)
def test_a_route_answers_as_declared_and_tells_nobody_too_much(world, route):
    answers = answers_of(world, route)
    if declared.UPDATING:
        declared.keep(route, answers, order=ROUTES)

    found = [
        *complaints.other_than_declared(answers, declared.lines_of(route)),
        *complaints.unlike_missing(answers),
        *complaints.wrong_doors(route, answers),
        *complaints.told_too_much(world, answers),
    ]

    assert found == []


@pytest.mark.parametrize("route", API_ROUTES, ids=by_name)
def test_the_api_refuses_every_other_method(world, route):
    label = next(iter(objects_of(route)))
    path = address(route, "", label, world.book)
    refused = {"anon": 401, "nadm": 405, "plat": 405}
    if route.name == "schema":
        refused["anon"] = 405

    for method in sorted(METHODS - set(route.methods)):
        for actor, status in refused.items():
            answer = asked(world, path, method=method, body={}, actor=actor, as_json=True)
            assert (method, actor, answer.status) == (method, actor, status)


@pytest.mark.parametrize("route", API_ROUTES, ids=by_name)
def test_what_the_api_says_of_itself_tells_nobody_too_much(world, route):
    label = next(iter(objects_of(route)))
    path = address(route, "", label, world.book)
    answers = {
        ("OPTIONS", label): {
            actor: asked(world, path, method="OPTIONS", body={}, actor=actor, as_json=True)
            for actor in route.actors
        }
    }

    assert [*complaints.told_too_much(world, answers)] == []


def test_every_line_has_a_route():
    names = {route.name for route in ROUTES}
    filled = {name.partition(" ")[0] for name in OBJECTS.keys() | BODIES.keys()}

    assert {route for route, _method, _label in declared.read()} - names == set()
    assert filled - names == set()


def test_no_two_routes_share_a_name():
    assert len({route.name for route in ROUTES}) == len(ROUTES)
