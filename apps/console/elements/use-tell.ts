import { useLocation, useNavigate } from 'react-router';
import { notice } from './notice.js';

/** Tells at the head of this very page what has just been done. */
export function useTell(): (text: string) => void {
  const location = useLocation();
  const navigate = useNavigate();
  return (text) => {
    const state = { ...(location.state as object | null), ...notice(text) };
    void navigate(location, { replace: true, state });
  };
}
