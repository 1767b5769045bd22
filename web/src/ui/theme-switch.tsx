import { Button } from "./button";
import { chooseTheme, useTheme } from "./theme";

export function ThemeSwitch() {
  const other = useTheme() === "dark" ? "light" : "dark";
  return (
    <Button look="plain" onClick={() => chooseTheme(other)}>
      {other === "dark" ? "Dark" : "Light"}
      <span className="spoken"> theme</span>
    </Button>
  );
}
