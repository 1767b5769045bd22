import "../ui/tokens.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";

import { applyTheme } from "../ui/theme";
import { StepUp } from "./frame/step-up";
import { routes } from "./routes";

applyTheme();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <RouterProvider router={createBrowserRouter(routes, { basename: "/app" })} />
      <StepUp />
    </StrictMode>,
  );
}
