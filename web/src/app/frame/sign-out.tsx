import { useNavigate } from "react-router";

import { answered, api } from "../../api/client";
import { Button } from "../../ui/button";

export function SignOut() {
  const navigate = useNavigate();
  async function signOut() {
    await answered(api.DELETE("/api/v1/session"));
    await navigate("/sign-in");
  }
  return (
    <Button look="plain" onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
