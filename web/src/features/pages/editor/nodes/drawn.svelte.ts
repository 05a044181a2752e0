// A node drawn by a component of the page: what it shows follows the node, what it changes goes into the document.
import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { mount, unmount, type Component } from 'svelte';

export interface Drawn {
  attrs: Record<string, unknown>;
  editable: boolean;
  selected: boolean;
  change: (attrs: Record<string, unknown>) => void;
  remove: () => void;
}

export function drawnBy<P extends object>(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  component: Component<any>,
  more: (editor: Parameters<NodeViewRenderer>[0]['editor']) => P,
): NodeViewRenderer {
  return ({ node, getPos, editor }) => {
    const dom = document.createElement('div');
    dom.className = 'drawn';
    const at = () => {
      const place = getPos();
      return typeof place === 'number' ? place : null;
    };
    const props = $state<Drawn>({
      attrs: node.attrs,
      editable: editor.isEditable,
      selected: false,
      change: (attrs) => {
        const place = at();
        if (place === null) return;
        const now = editor.state.doc.nodeAt(place);
        editor.view.dispatch(editor.state.tr.setNodeMarkup(place, undefined, { ...now?.attrs, ...attrs }));
      },
      remove: () => {
        const place = at();
        const now = place === null ? null : editor.state.doc.nodeAt(place);
        if (place !== null && now) editor.view.dispatch(editor.state.tr.delete(place, place + now.nodeSize));
        editor.commands.focus();
      },
    });
    const app = mount(component, { target: dom, props: Object.assign(props, more(editor)) });
    return {
      dom,
      update: (next: Node) => {
        if (next.type !== node.type) return false;
        props.attrs = next.attrs;
        return true;
      },
      selectNode: () => (props.selected = true),
      deselectNode: () => (props.selected = false),
      // Fields and buttons inside are the component's own.
      stopEvent: (event: Event) =>
        event.target instanceof Element && event.target.closest('input,button,select,a,[role=menu]') !== null,
      ignoreMutation: () => true,
      destroy: () => void unmount(app),
    };
  };
}
