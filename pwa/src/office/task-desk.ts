/** The office's tasks, and a new one: one piece to load. */

export { default as NewTask } from "./NewTask.svelte";
export { default as OfficeTasks } from "./OfficeTasks.svelte";
