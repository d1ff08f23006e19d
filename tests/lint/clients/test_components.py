"""Components of Vue and Svelte: what their scripts open, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.lint.clients.components import keep_scripts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]

VUE = """\
<script>
export default { name: 'Chat' }
</script>

<script setup lang="ts">
import { supabase } from './supabase'
const props = defineProps<{ id: string }>()
const é = supabase.channel(`room:${props.id}:chat` as string)
</script>

<template>
  <p v-if="a < b" @click="open('<script>')">é {{ supabase.channel('template') }}</p>
</template>

<style>p::before { content: "supabase.channel('style')" }</style>
"""

SVELTE = """\
<script module>export const lobby = 'lobby'; // supabase</script>
{#if a < b && c > d}<Chat on:join={() => join('x')} {...rest} />{/if}
<script lang="ts">
  let { id }: { id: string } = $props();
  supabase.channel(lobby); supabase.channel(`room:${id}`);
</script>
"""


def test_scripts_of_a_vue_component_are_read_in_their_place(read: Read) -> None:
    (channel,) = read("Chat.vue", VUE)

    assert (channel.topic, channel.place.line, channel.place.column) == ("room:{}:chat", 8, 28)


def test_scripts_of_a_svelte_component_are_one_module(read: Read) -> None:
    channels = read("Chat.svelte", SVELTE)

    assert [(channel.topic, channel.place.line) for channel in channels] == [("lobby", 5), ("room:{}", 5)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>a</script>", ("        a         ", ".js")),
        ('<script lang="ts">a</script>', ("                  a         ", ".ts")),
        ("<script lang='tsx'>\na\n</script\n>", ("                   \na\n        \n ", ".tsx")),
        ("<SCRIPT>a</SCRIPT>", ("        a         ", ".js")),
        ("<script>a", ("         ", ".js")),
        ("<!-- <script>a</script> -->", (" " * 27, ".js")),
        ("<p>a</p>", (" " * 8, ".js")),
        ("", ("", ".js")),
    ],
)
def test_all_but_scripts_is_blank(text: str, kept: tuple[str, str]) -> None:
    assert keep_scripts(text) == kept
