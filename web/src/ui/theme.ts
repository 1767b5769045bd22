/** Light or dark: what the person chose in this browser, or else what the system prefers. Never sent anywhere. */

import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "hn-theme";
const CHANGED = "cfu:theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = current();
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  window.dispatchEvent(new Event(CHANGED));
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

function current(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "light" || chosen === "dark") return chosen;
  return system.matches ? "dark" : "light";
}

function subscribe(notify: () => void): () => void {
  const changed = () => {
    applyTheme();
    notify();
  };
  window.addEventListener(CHANGED, changed);
  // Another tab chose.
  window.addEventListener("storage", changed);
  system.addEventListener("change", changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener("storage", changed);
    system.removeEventListener("change", changed);
  };
}
