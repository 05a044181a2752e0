// Icons a space can have, by the name that is stored. An unknown name is drawn as layers.
import BookOpen from '@lucide/svelte/icons/book-open';
import Briefcase from '@lucide/svelte/icons/briefcase';
import Camera from '@lucide/svelte/icons/camera';
import Database from '@lucide/svelte/icons/database';
import Euro from '@lucide/svelte/icons/euro';
import Factory from '@lucide/svelte/icons/factory';
import Flame from '@lucide/svelte/icons/flame';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Hammer from '@lucide/svelte/icons/hammer';
import HardHat from '@lucide/svelte/icons/hard-hat';
import Heart from '@lucide/svelte/icons/heart';
import House from '@lucide/svelte/icons/house';
import Landmark from '@lucide/svelte/icons/landmark';
import Laptop from '@lucide/svelte/icons/laptop';
import Layers from '@lucide/svelte/icons/layers';
import Leaf from '@lucide/svelte/icons/leaf';
import Megaphone from '@lucide/svelte/icons/megaphone';
import Music from '@lucide/svelte/icons/music';
import Palette from '@lucide/svelte/icons/palette';
import Phone from '@lucide/svelte/icons/phone';
import Rocket from '@lucide/svelte/icons/rocket';
import Shield from '@lucide/svelte/icons/shield';
import ShoppingCart from '@lucide/svelte/icons/shopping-cart';
import Store from '@lucide/svelte/icons/store';
import Tag from '@lucide/svelte/icons/tag';
import Truck from '@lucide/svelte/icons/truck';
import Users from '@lucide/svelte/icons/users';
import Utensils from '@lucide/svelte/icons/utensils';
import Wrench from '@lucide/svelte/icons/wrench';
import Zap from '@lucide/svelte/icons/zap';
import type { IconType } from './Icon.svelte';

export const spaceIcons: Record<string, IconType> = {
  layers: Layers,
  users: Users,
  briefcase: Briefcase,
  wrench: Wrench,
  hammer: Hammer,
  'hard-hat': HardHat,
  factory: Factory,
  truck: Truck,
  store: Store,
  'shopping-cart': ShoppingCart,
  euro: Euro,
  landmark: Landmark,
  megaphone: Megaphone,
  phone: Phone,
  tag: Tag,
  heart: Heart,
  'graduation-cap': GraduationCap,
  'book-open': BookOpen,
  palette: Palette,
  camera: Camera,
  music: Music,
  utensils: Utensils,
  leaf: Leaf,
  flame: Flame,
  zap: Zap,
  shield: Shield,
  rocket: Rocket,
  laptop: Laptop,
  database: Database,
  house: House,
};

export function spaceIcon(name: string): IconType {
  return spaceIcons[name] ?? Layers;
}
