/** Every page of the staff app. The path of a page below `/app` is the path of its file below this folder. */

import type { RouteObject } from "react-router";

import { Confirm } from "./confirm";
import { ChangeEmail } from "./email";
import { Enrol } from "./enrol";
import { Broken } from "./frame/broken";
import { SignedIn } from "./frame/signed-in";
import { Invitation } from "./invitation";
import { NotFound } from "./not-found";
import { Overview } from "./overview";
import { Password } from "./password";
import { settingsRoutes } from "./settings/routes";
import { SignIn } from "./sign-in";
import { SignInRefused } from "./sign-in/refused";
import { SingleSignOn } from "./sign-in/sso";
import { SignUp } from "./sign-up";
import { Subprocessors } from "./subprocessors";

export const routes: RouteObject[] = [
  {
    errorElement: <Broken />,
    children: [
      { path: "/sign-in", element: <SignIn /> },
      { path: "/sign-in/sso", element: <SingleSignOn /> },
      { path: "/sign-in/refused", element: <SignInRefused /> },
      { path: "/sign-up", element: <SignUp /> },
      { path: "/confirm", element: <Confirm /> },
      { path: "/invitation", element: <Invitation /> },
      { path: "/password", element: <Password /> },
      { path: "/enrol", element: <Enrol /> },
      { path: "/subprocessors", element: <Subprocessors /> },
      {
        element: <SignedIn />,
        children: [
          { path: "/", element: <Overview /> },
          { path: "/email", element: <ChangeEmail /> },
          { path: "/settings", children: settingsRoutes },
        ],
      },
      { path: "*", element: <NotFound /> },
    ],
  },
];
