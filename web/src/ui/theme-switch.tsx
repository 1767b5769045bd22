import "./theme-switch.css";

import { chooseTheme, useTheme } from "./theme";

const MOON = "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5Z";
const SUN =
  "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5";

export function ThemeSwitch() {
  const other = useTheme() === "dark" ? "light" : "dark";
  const label = other === "dark" ? "Dark theme" : "Light theme";
  return (
    <button type="button" className="theme-switch" aria-label={label} title={label} onClick={() => chooseTheme(other)}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d={other === "dark" ? MOON : SUN} />
      </svg>
    </button>
  );
}
