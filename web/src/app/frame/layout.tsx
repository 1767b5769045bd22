import "./layout.css";

import { NavLink, Outlet, useNavigate } from "react-router";

import { answered, api } from "../../api/client";
import { Button } from "../../ui/button";
import { ThemeSwitch } from "../../ui/theme-switch";
import { Wordmark } from "../../ui/wordmark";
import { Emergency } from "./emergency";
import { NAVIGATION } from "./navigation";
import { Reminders } from "./reminders";
import { useSession } from "./session";

export function Layout() {
  const { workspace } = useSession();
  return (
    <div className="frame">
      <a className="frame-skip" href="#content">
        Skip to content
      </a>
      <header className="frame-top">
        <Wordmark />
        <span className="frame-workspace">
          {workspace?.displayName}
          {workspace?.kind === "WORKSPACE_KIND_SANDBOX" && <span className="frame-tag">Sandbox</span>}
        </span>
        <WhoIsSignedIn />
      </header>
      <Navigation />
      <main id="content" className="frame-content" tabIndex={-1}>
        <Emergency />
        <Reminders />
        <Outlet />
      </main>
    </div>
  );
}

function Navigation() {
  const { permissions } = useSession();
  const shown = NAVIGATION.filter(({ permission }) => !permission || permissions.includes(permission));
  return (
    <nav className="frame-navigation" aria-label="Main">
      {shown.map(({ to, label }) => (
        <NavLink key={to} to={to} end={to === "/"}>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

function WhoIsSignedIn() {
  const { user } = useSession();
  const navigate = useNavigate();
  async function signOut() {
    await answered(api.DELETE("/api/v1/session"));
    void navigate("/sign-in");
  }
  return (
    <div className="frame-person">
      <span className="frame-name" title={user?.email}>
        {user?.displayName || user?.email}
      </span>
      <ThemeSwitch />
      <Button look="plain" onClick={() => void signOut()}>
        Sign out
      </Button>
    </div>
  );
}
