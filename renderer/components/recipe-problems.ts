// What stands beside a control of the recipe: the form's own complaint, or what the engine refused.

import type { Language } from '../state/language.svelte.ts';
import type { RecipeField } from '../state/recipe-rules.ts';
import type { RecipeForm } from '../state/recipe.svelte.ts';

/** The complaint about a control, if there is one. */
export type ProblemOf = (field: RecipeField) => string | null;

/** Gives the complaint about each control of a form. */
export function recipeProblems(form: RecipeForm, language: Language): ProblemOf {
  const { problems, refusal, wasTried } = form;
  return (field) => {
    const problem = problems[field];
    // A number out of its bounds is said at once; what is merely missing, once a start was tried.
    const isPatient = problem?.key === 'form.required' || problem?.key === 'form.chooseText';
    if (problem !== undefined && (wasTried || !isPatient)) return language.phrase(problem);
    return refusal?.field === field ? language.error(refusal.error) : null;
  };
}
