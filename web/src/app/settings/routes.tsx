import { Navigate, type RouteObject } from "react-router";

import { Settings } from "../settings";
import { Agreements } from "./agreements";
import { Practice } from "./practice";
import { Profile } from "./profile";
import { Roles } from "./roles";
import { NewRole } from "./roles/new";
import { RolePage } from "./roles/role";
import { Security } from "./security";
import { SecurityPolicy } from "./security-policy";
import { Sessions } from "./sessions";
import { BreakGlass } from "./break-glass";
import { ServiceAccounts } from "./service-accounts";
import { ServiceAccountPage } from "./service-accounts/service-account";
import { SingleSignOn } from "./single-sign-on";
import { NewProvider } from "./single-sign-on/new";
import { ProviderPage } from "./single-sign-on/provider";
import { SignIns } from "./sign-ins";
import { SubprocessorSettings } from "./subprocessors";
import { Subscription } from "./subscription";
import { ChangeSubscription } from "./subscription/change";
import { Invoice } from "./subscription/invoice";
import { Teams } from "./teams";
import { TeamPage } from "./teams/team";
import { Users } from "./users";
import { Person } from "./users/person";
import { Vendors } from "./vendors";

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
      { path: "service-accounts", element: <ServiceAccounts /> },
      { path: "service-accounts/:serviceAccountId", element: <ServiceAccountPage /> },
      { path: "break-glass", element: <BreakGlass /> },
      { path: "single-sign-on", element: <SingleSignOn /> },
      { path: "single-sign-on/new", element: <NewProvider /> },
      { path: "single-sign-on/:providerId", element: <ProviderPage /> },
      { path: "security", element: <Security /> },
      { path: "sessions", element: <Sessions /> },
      { path: "sign-ins", element: <SignIns /> },
      { path: "practice", element: <Practice /> },
      { path: "security-policy", element: <SecurityPolicy /> },
      { path: "subscription", element: <Subscription /> },
      { path: "subscription/change", element: <ChangeSubscription /> },
      { path: "subscription/invoices/:invoiceId", element: <Invoice /> },
      { path: "agreements", element: <Agreements /> },
      { path: "vendors", element: <Vendors /> },
      { path: "subprocessors", element: <SubprocessorSettings /> },
    ],
  },
];
