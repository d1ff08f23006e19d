/** How a screen of the app uses its channel. */
import { createClient } from "@supabase/supabase-js";
import { contract, gameDraft, gameLive } from "../../clients/typescript";
import type { Message } from "../../clients/typescript/topics/game_draft";
import { checks } from "../../clients/typescript/topics/game_draft.check";
import { validator } from "../../clients/typescript/validate";

const supabase = createClient("http://127.0.0.1:1", "key");

export function openDraft(game_id: string, refetch: (why: string) => void) {
  const schema = validator(checks, {
    mode: "report",
    onReport: (issue) => console.warn(issue.message),
  });
  return gameDraft
    .channel(
      supabase,
      { game_id },
      { schema, onRefuse: (_, event) => refetch(event) },
    )
    .on("games.UPDATE", ({ record, old_record }) => {
      if (record.draft_status !== old_record.draft_status)
        refetch(record.draft_status ?? "unknown");
    })
    .on("game_teams.REFETCH", ({ count }) => refetch(`${count} teams`))
    .on("game_team_members.GROUP", (payload) => {
      if (payload.operation === "INSERT")
        for (const { profile_id, pick_order } of payload.records)
          void [profile_id?.length, pick_order?.toFixed()];
      // @ts-expect-error rows that go have no records
      void payload.records.length;
    });
}

export function label(message: Message): string {
  switch (message.event) {
    case "game_captain_votes.GROUP":
    case "game_captain_votes.REFETCH":
      return "votes";
    case "game_draft_events.INSERT":
    case "game_draft_events.UPDATE":
      return message.payload.record.action;
    case "games.UPDATE":
      return message.payload.record.id;
    default:
      return message.event;
  }
}

const room = openDraft("", () => undefined);
room.raw.subscribe();
// @ts-expect-error the database alone tells of a draft
room.send("games.UPDATE", {});
// @ts-expect-error an event of another topic
room.on("messages.INSERT", () => undefined);
// @ts-expect-error a game, not a room
gameDraft.topic({ room_id: "" });

void gameLive.definition.presence;
const channels: 100 = contract.channelsPerClient;
void [channels, gameDraft.definition.budget.refetchMs];
