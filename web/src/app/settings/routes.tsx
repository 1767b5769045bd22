import { Navigate, type RouteObject } from "react-router";

import { Settings } from "../settings";
import { Profile } from "./profile";
import { Roles } from "./roles";
import { NewRole } from "./roles/new";
import { RolePage } from "./roles/role";
import { SingleSignOn } from "./single-sign-on";
import { NewProvider } from "./single-sign-on/new";
import { ProviderPage } from "./single-sign-on/provider";
import { Teams } from "./teams";
import { TeamPage } from "./teams/team";
import { Users } from "./users";
import { Person } from "./users/person";

/** Everything below `/app/settings`. */
export const settingsRoutes: RouteObject[] = [
  {
    element: <Settings />,
    children: [
      { index: true, element: <Navigate to="/settings/profile" replace /> },
      { path: "profile", element: <Profile /> },
      { path: "users", element: <Users /> },
      { path: "users/:userId", element: <Person /> },
      { path: "roles", element: <Roles /> },
      { path: "roles/new", element: <NewRole /> },
      { path: "roles/:roleId", element: <RolePage /> },
      { path: "teams", element: <Teams /> },
      { path: "teams/:teamId", element: <TeamPage /> },
      { path: "single-sign-on", element: <SingleSignOn /> },
      { path: "single-sign-on/new", element: <NewProvider /> },
      { path: "single-sign-on/:providerId", element: <ProviderPage /> },
    ],
  },
];
