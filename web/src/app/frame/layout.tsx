import "./layout.css";

import { useEffect, useRef } from "react";
import { Link, NavLink, Outlet, useLocation } from "react-router";

import { ThemeSwitch } from "../../ui/theme-switch";
import { Wordmark } from "../../ui/wordmark";
import { Emergency } from "./emergency";
import { NAVIGATION } from "./navigation";
import { Reminders } from "./reminders";
import { useSession } from "./session";
import { SignOut } from "./sign-out";

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
      <Content />
    </div>
  );
}

/** A new page begins where its content does, for the keyboard and for screen readers too. */
function Content() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname && !main.current?.contains(document.activeElement)) main.current?.focus();
    shown.current = pathname;
  }, [pathname]);
  return (
    <main id="content" ref={main} className="frame-content" tabIndex={-1}>
      <Emergency />
      <Reminders />
      <Outlet />
    </main>
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
  return (
    <div className="frame-person">
      <span className="frame-name" title={user?.email}>
        {user?.displayName || user?.email}
      </span>
      <ThemeSwitch />
      <SignOut />
    </div>
  );
}
