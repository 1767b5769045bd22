import { Navigate, type RouteObject } from "react-router";

import { Settings } from "../settings";
import { Profile } from "./profile";
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
    ],
  },
];
