import "./settings.css";

import { useState } from "react";
import { NavLink, Outlet, useLocation } from "react-router";

import { Button } from "../ui/button";
import { Page } from "../ui/page";
import { Needs } from "./frame/needs";
import { useSession } from "./frame/session";
import { GROUPS, isOpen, pageAt, type SettingsPage } from "./settings/navigation";

/** `/app/settings`: what stands around every page of the settings, and in place of one the person may not see. */
export function Settings() {
  const { permissions } = useSession();
  const { pathname } = useLocation();
  const page = pageAt(pathname);
  return (
    <div className="settings">
      <SettingsNavigation permissions={permissions} label={page?.label} />
      <div className="settings-content">
        {/* A page begins anew at each address: what one team says is never shown, or saved, as another's. */}
        <Content key={pathname} page={page} permissions={permissions} />
      </div>
    </div>
  );
}

type ContentProps = { page: SettingsPage | undefined; permissions: readonly string[] };

function Content({ page, permissions }: ContentProps) {
  if (!page?.permission || isOpen(page, permissions)) return <Outlet />;
  return (
    <Page title={page.label}>
      <Needs permission={page.permission}>{null}</Needs>
    </Page>
  );
}

type NavigationProps = { permissions: readonly string[]; label: string | undefined };

function SettingsNavigation({ permissions, label }: NavigationProps) {
  const [open, setOpen] = useState(false);
  const groups = GROUPS.map(({ title, pages }) => ({
    title,
    pages: pages.filter((page) => isOpen(page, permissions)),
  })).filter(({ pages }) => pages.length > 0);
  return (
    <nav className="settings-navigation" aria-label="Settings">
      <div className="settings-menu">
        <Button aria-expanded={open} aria-controls="settings-groups" onClick={() => setOpen(!open)}>
          {label ?? "All settings"}
        </Button>
      </div>
      <div id="settings-groups" className={open ? "settings-groups settings-open" : "settings-groups"}>
        {groups.map(({ title, pages }) => (
          <div key={title} role="group" aria-label={title}>
            <span className="settings-group">{title}</span>
            {pages.map(({ to, label: text }) => (
              <NavLink key={to} to={to} onClick={() => setOpen(false)}>
                {text}
              </NavLink>
            ))}
          </div>
        ))}
      </div>
    </nav>
  );
}
