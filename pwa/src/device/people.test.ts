import { expect, test } from "vitest";
import { newId } from "./ids";
import { copyPeople, current, enter, learn, people, stepOut, type Known } from "./people";
import { throwAway, withSpare } from "./testing/spare";

withSpare();

function somebody(): Known {
  const id = newId();
  return {
    person_id: id,
    me: { id, login: id, name: "陈", role: "field_rep" } as Known["me"],
    token: "xs_1",
    expires_at: null,
    push_token: "xp_1",
    replica_id: newId(),
    signed_in_at: "2026-11-27T03:00:00.000Z",
  };
}

test("who was here is here again when the browser has thrown it away", async () => {
  const [parked, here] = [somebody(), somebody()];
  await enter(parked);
  await enter(here);
  await learn(here.person_id, { push_token: "xp_2" });
  await throwAway("session");
  expect(await current()).toEqual({ ...here, push_token: "xp_2" });
  expect((await people()).map((known) => known.person_id)).toContain(parked.person_id);
});

test("whoever had gone has still gone", async () => {
  await enter(somebody());
  await stepOut();
  await throwAway("session");
  expect(await current()).toBeNull();
});

test("what an app before it had not copied is copied when syncing starts", async () => {
  const here = somebody();
  await enter(here);
  await caches.delete("spare-session");
  await copyPeople();
  await throwAway("session");
  expect((await current())?.person_id).toBe(here.person_id);
});
