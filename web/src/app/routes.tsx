/** Every page of the staff app. The path of a page below `/app` is the path of its file below this folder. */

import type { RouteObject } from "react-router";

import { SignedIn } from "./frame/signed-in";
import { NotFound } from "./not-found";
import { Overview } from "./overview";
import { settingsRoutes } from "./settings/routes";
import { SignIn } from "./sign-in";

export const routes: RouteObject[] = [
  { path: "/sign-in", element: <SignIn /> },
  {
    element: <SignedIn />,
    children: [
      { path: "/", element: <Overview /> },
      { path: "/settings", children: settingsRoutes },
    ],
  },
  { path: "*", element: <NotFound /> },
];
