/** Paths to screens. Each screen is loaded when first used; going back never loses input. */

import type { Component } from "svelte";

export type AnyScreen =
  Component<{ params: Record<string, string> }> | Component<Record<string, never>>;

export interface Screen {
  path: string;
  load: () => Promise<{ default: AnyScreen }>;
  /** Begun as soon as it is known who is here, before her database is open. */
  prepare?: (personId: string) => void;
  /** Paths of the screens that people go on to from here: fetched while nothing else is to do. */
  ahead?: readonly string[];
  /** Which bottom-bar item it belongs to. */
  tab?: string;
  /** Uses the whole width on a desktop. */
  wide?: boolean;
  /** One thing at a time: no menu below it on a phone, so that the action lies under the thumb. */
  flow?: boolean;
}

export interface Found {
  screen: Screen;
  params: Record<string, string>;
}

/** The screen for a path: `/stores/:id` matches `/stores/S1`. */
export function find(screens: readonly Screen[], path: string): Found | undefined {
  const parts = path.split("/").filter(Boolean);
  for (const screen of screens) {
    const wanted = screen.path.split("/").filter(Boolean);
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((piece, i) => {
      const part = decoded(parts[i] ?? "");
      if (piece.startsWith(":")) params[piece.slice(1)] = part;
      return piece.startsWith(":") || piece === part;
    });
    if (fits) return { screen, params };
  }
  return undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % in an address somebody typed
  }
}

const listeners = new Set<() => void>();

export function onNavigate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function navigate(path: string, replace = false): void {
  if (replace) history.replaceState(history.state, "", path);
  else history.pushState({ inside: true }, "", path);
  for (const listener of listeners) listener();
}

/** Back where the person came from, or to `fallback` when the app was opened right here. */
export function back(fallback = "/"): void {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back();
  else navigate(fallback, true);
}

/** Links inside the app do not load the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return;
  const link = (event.target as Element | null)?.closest("a");
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute("download"))
    return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}
