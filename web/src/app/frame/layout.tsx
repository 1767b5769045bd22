import "./layout.css";

import { Link, NavLink, Outlet, useNavigate } from "react-router";

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
  const sandbox = workspace?.kind === "WORKSPACE_KIND_SANDBOX";
  return (
    <div className="frame">
      <a className="frame-skip" href="#content">
        Skip to content
      </a>
      <header className="frame-top">
        <Link className="frame-home" to="/">
          <Wordmark />
        </Link>
        <span className={sandbox ? "frame-workspace frame-sandbox" : "frame-workspace"}>{workspace?.displayName}</span>
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
