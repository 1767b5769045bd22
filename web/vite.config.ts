import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One bundle a surface: the patient portal becomes another, so that neither loads what the other needs.
export default defineConfig({
  root: "src/app",
  base: "/app/",
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: "../../dist/app",
    emptyOutDir: true,
    // A data: address inside the bundle would be content that the policy of the page has to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
